-- Runs once, when the volume is empty. Each service reads and writes its own database only.
create database user_service;
create database order_service;
create database notification_service;
