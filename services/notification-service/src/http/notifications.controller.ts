import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentUser } from '@streampact/edge';
import { DeliveryRepository } from '../persistence/delivery.repository.js';
import { NotificationListResponse, notificationResponse } from './notifications.responses.js';

const listMax = 100;

@ApiTags('notifications')
@Authenticated()
@Controller('notifications')
export class NotificationsController {
  constructor(private readonly deliveries: DeliveryRepository) {}

  @Get()
  @ApiOperation({ summary: 'E-mails to you: those that were sent, and those that still will be.' })
  @ApiOkResponse({ type: NotificationListResponse })
  async list(@CurrentUser() { userId }: CurrentUser): Promise<NotificationListResponse> {
    const deliveries = await this.deliveries.list(userId, listMax);
    return { notifications: deliveries.map(notificationResponse) };
  }
}
