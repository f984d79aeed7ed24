import { ApiProperty } from '@nestjs/swagger';
import type { Delivery } from '../persistence/delivery.repository.js';

export class NotificationResponse {
  @ApiProperty({ format: 'uuid' })
  notificationId!: string;

  @ApiProperty({ enum: ['WELCOME', 'ORDER_CONFIRMED', 'ORDER_REJECTED', 'ORDER_CANCELLED'] })
  template!: string;

  @ApiProperty({ example: 'Your order 099a8057 is confirmed' })
  subject!: string;

  @ApiProperty({ enum: ['pending', 'sent', 'failed'] })
  status!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'Only if the status is sent.' })
  sentAt?: string;
}

export class NotificationListResponse {
  @ApiProperty({ type: [NotificationResponse], description: 'Newest first, the last 100.' })
  notifications!: NotificationResponse[];
}

export const notificationResponse = (delivery: Delivery): NotificationResponse => {
  const { notificationId, template, subject, status, createdAt, sentAt } = delivery;
  return {
    notificationId,
    template,
    subject,
    status,
    createdAt: createdAt.toISOString(),
    ...(sentAt === null ? {} : { sentAt: sentAt.toISOString() }),
  };
};
