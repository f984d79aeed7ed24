import { ApiProperty } from '@nestjs/swagger';

export class UserResponse {
  @ApiProperty({ format: 'uuid' })
  userId!: string;

  @ApiProperty({ format: 'email', example: 'ada@example.com' })
  email!: string;

  @ApiProperty({ example: 'Ada' })
  firstName!: string;

  @ApiProperty({ example: 'Lovelace' })
  lastName!: string;
}

export class MoneyResponse {
  @ApiProperty({ type: 'integer', example: 100_000, description: 'In the smallest unit of the currency.' })
  amountMinor!: number;

  @ApiProperty({ example: 'EUR' })
  currency!: string;
}

export class CreditResponse {
  @ApiProperty()
  limit!: MoneyResponse;

  @ApiProperty({ description: 'What orders that are not rejected or cancelled hold.' })
  reserved!: MoneyResponse;

  @ApiProperty()
  available!: MoneyResponse;
}

export class SessionResponse {
  @ApiProperty({ description: 'Send it as `Authorization: Bearer <accessToken>` to every service.' })
  accessToken!: string;

  @ApiProperty({ enum: ['Bearer'] })
  tokenType!: 'Bearer';

  @ApiProperty({ type: 'integer', example: 900, description: 'Of the access token.' })
  expiresInSeconds!: number;

  @ApiProperty({ description: 'Good for one POST /sessions/refresh. Keep it where scripts of others cannot read it.' })
  refreshToken!: string;

  @ApiProperty({ type: 'integer', example: 2_592_000, description: 'Then the user logs in again.' })
  sessionEndsInSeconds!: number;
}
