import { ApiProperty } from '@nestjs/swagger';
import type { Order } from '../domain/order.js';
import { MoneyRequest, OrderItemRequest } from './orders.requests.js';

export class OrderResponse {
  @ApiProperty({ format: 'uuid' })
  orderId!: string;

  @ApiProperty({ enum: ['pending', 'confirmed', 'rejected', 'cancelled'] })
  status!: string;

  @ApiProperty({
    required: false,
    enum: ['INSUFFICIENT_CREDIT', 'UNKNOWN_USER', 'CREDIT_TIMEOUT'],
    description: 'Only if the status is rejected.',
  })
  reason?: string;

  @ApiProperty({ type: [OrderItemRequest] })
  items!: readonly OrderItemRequest[];

  @ApiProperty({ type: MoneyRequest })
  total!: MoneyRequest;

  @ApiProperty({ format: 'date-time' })
  placedAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;
}

export class OrderListResponse {
  @ApiProperty({ type: [OrderResponse], description: 'Newest first.' })
  orders!: OrderResponse[];

  @ApiProperty({
    required: false,
    format: 'uuid',
    description: 'Send it as `before` for the next page; absent on the last.',
  })
  next?: string;
}

export const orderResponse = ({
  orderId,
  status,
  reason,
  items,
  total,
  placedAt,
  updatedAt,
}: Order): OrderResponse => ({
  orderId,
  status,
  ...(reason === undefined ? {} : { reason }),
  items,
  total,
  placedAt: placedAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});
