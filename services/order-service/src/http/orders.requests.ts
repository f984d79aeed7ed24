import { ApiProperty } from '@nestjs/swagger';
import { PlainText } from '@streampact/edge';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateNested,
  IsObject,
} from 'class-validator';

export class MoneyRequest {
  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: 1_000_000_000_000,
    example: 1250,
    description: 'In the smallest unit.',
  })
  @IsInt()
  @Min(0)
  @Max(1_000_000_000_000)
  amountMinor!: number;

  @ApiProperty({ pattern: '^[A-Z]{3}$', example: 'EUR' })
  @Matches(/^[A-Z]{3}$/, { message: '$property must be three capital letters, as in "EUR"' })
  currency!: string;
}

export class OrderItemRequest {
  @PlainText({ max: 64, example: 'tea-green-100' })
  sku!: string;

  @PlainText({ max: 200, example: 'Green tea, 100 g' })
  name!: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1000, example: 2 })
  @IsInt()
  @Min(1)
  @Max(1000)
  quantity!: number;

  @ApiProperty({ type: MoneyRequest })
  // ValidateNested alone would also take a list.
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyRequest)
  unitPrice!: MoneyRequest;
}

export class PlaceOrderRequest {
  @ApiProperty({ type: [OrderItemRequest], minItems: 1, maxItems: 100 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => OrderItemRequest)
  items!: OrderItemRequest[];
}

export class ListOrdersQuery {
  @ApiProperty({ type: 'integer', required: false, minimum: 1, maximum: 100, default: 20 })
  @Type(() => Number)
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  limit = 20;

  @ApiProperty({
    required: false,
    format: 'uuid',
    description: 'Only orders placed before this one: `next` of the page before.',
  })
  @IsOptional()
  @IsUUID()
  before?: string;
}
