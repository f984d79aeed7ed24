import { ApiProperty } from '@nestjs/swagger';
import { PlainText } from '@streampact/edge';
import { IsString, Length, Matches, MaxLength, ValidateIf } from 'class-validator';
import { EmailAddress } from './email-address.js';
import { PersonName } from './person-name.js';

export class RegisterRequest {
  @EmailAddress()
  email!: string;

  @ApiProperty({ minLength: 8, maxLength: 200, example: 'correct horse battery staple' })
  @IsString()
  @Length(8, 200)
  password!: string;

  @PersonName({ example: 'Ada' })
  firstName!: string;

  @PersonName({ example: 'Lovelace' })
  lastName!: string;
}

/** Absent: keep it. `null` is not a name, so IsOptional, which lets it pass, does not fit. */
const isGiven = (_request: object, value: unknown): boolean => value !== undefined;

export class UpdateProfileRequest {
  @ValidateIf(isGiven)
  @PersonName({ example: 'Ada', required: false })
  firstName?: string;

  @ValidateIf(isGiven)
  @PersonName({ example: 'King', required: false })
  lastName?: string;
}

export class RefreshRequest {
  @ApiProperty({ example: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA', description: 'As POST /sessions gave it.' })
  @Matches(/^[\w-]{43}$/, { message: '$property must be a refresh token, 43 letters, digits, - and _' })
  refreshToken!: string;
}

export class LoginRequest {
  @PlainText({ max: 254, example: 'ada@example.com' })
  email!: string;

  @ApiProperty({ maxLength: 200, example: 'correct horse battery staple' })
  @IsString()
  @MaxLength(200)
  password!: string;
}
