import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Authenticated, CurrentUser, Problem } from '@streampact/edge';
import { isUUID } from 'class-validator';
import type { Response } from 'express';
import { OrderRepository } from '../persistence/order.repository.js';
import { IdempotencyKey } from './idempotency-key.js';
import { placeProblem } from './order-problems.js';
import { ListOrdersQuery, PlaceOrderRequest } from './orders.requests.js';
import { OrderListResponse, orderResponse, OrderResponse } from './orders.responses.js';
import { OrdersService } from './orders.service.js';

@ApiTags('orders')
@Authenticated()
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly service: OrdersService,
    private readonly orders: OrderRepository,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Place an order. Publishes ORDER_PLACED; whether it is confirmed is known a moment later.' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: true,
    description:
      'New for each order, the same when a request is repeated: it then places nothing and is answered as before.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  })
  @ApiCreatedResponse({ type: OrderResponse, description: 'Placed.' })
  @ApiOkResponse({ type: OrderResponse, description: 'Placed before, under this key: the same answer again.' })
  @ApiProblems({
    400: 'No Idempotency-Key.',
    409: 'This service has not heard of the user yet; try again after Retry-After seconds.',
    422: 'The body is not an order, or the Idempotency-Key was used for another one.',
  })
  async place(
    @CurrentUser() { userId }: CurrentUser,
    @IdempotencyKey() idempotencyKey: string,
    @Body() { items }: PlaceOrderRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OrderResponse> {
    const result = await this.service.place({ userId, idempotencyKey, items });
    if (!('order' in result)) throw placeProblem(result);
    response.status(result.kind === 'placed' ? 201 : 200).location(`/orders/${result.order.orderId}`);
    return orderResponse(result.order);
  }

  @Get()
  @ApiOperation({ summary: 'Your orders, newest first.' })
  @ApiOkResponse({ type: OrderListResponse })
  @ApiProblems({ 400: 'limit or before is not what it should be.' })
  async list(@CurrentUser() { userId }: CurrentUser, @Query() query: ListOrdersQuery): Promise<OrderListResponse> {
    const { limit, before } = query;
    // One more than asked for tells whether there is a next page.
    const found = await this.orders.list(userId, { limit: limit + 1, ...(before === undefined ? {} : { before }) });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return { orders: page.map(orderResponse), ...(found.length > limit && last ? { next: last.orderId } : {}) };
  }

  @Get(':orderId')
  @ApiOperation({ summary: 'One of your orders.' })
  @ApiParam({ name: 'orderId', format: 'uuid' })
  @ApiOkResponse({ type: OrderResponse })
  @ApiProblems({ 404: 'You have no such order.' })
  async read(@CurrentUser() { userId }: CurrentUser, @Param('orderId') orderId: string): Promise<OrderResponse> {
    const order = isUUID(orderId) ? await this.orders.find({ orderId, userId }) : undefined;
    return orderResponse(order ?? unknownOrder());
  }

  @Post(':orderId/cancel')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Cancel an order, confirmed or not yet. Publishes ORDER_CANCELLED; cancelling twice is cancelling once.',
  })
  @ApiParam({ name: 'orderId', format: 'uuid' })
  @ApiOkResponse({ type: OrderResponse, description: 'It is cancelled.' })
  @ApiProblems({ 404: 'You have no such order.', 409: 'The order was rejected, so there is nothing to cancel.' })
  async cancel(@CurrentUser() { userId }: CurrentUser, @Param('orderId') orderId: string): Promise<OrderResponse> {
    const order = (isUUID(orderId) ? await this.service.cancel(orderId, userId) : undefined) ?? unknownOrder();
    if (order.status === 'rejected') {
      throw new Problem({
        status: 409,
        name: 'order-rejected',
        title: 'Order rejected',
        detail: `The order was rejected (${order.reason ?? 'no reason'}), so there is nothing to cancel.`,
      });
    }
    return orderResponse(order);
  }
}

/** The same answer for an order of somebody else: its existence is not told. */
const unknownOrder = (): never => {
  throw new Problem({ status: 404, name: 'order-unknown', title: 'Order unknown', detail: 'You have no such order.' });
};
