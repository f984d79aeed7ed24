import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { loadConfig } from './config.js';

const config = loadConfig(process.env);
const application = await NestFactory.create(AppModule.forRoot(config));
application.enableShutdownHooks();
await application.listen(config.port, '127.0.0.1');
console.log(`Listening on ${await application.getUrl()}`);
