import { ApiProperty } from '@nestjs/swagger';
import { PlainText } from '@streampact/edge';
import { IsEmail, IsString, Length, Matches, MaxLength, ValidateIf } from 'class-validator';
import { PersonName } from './person-name.js';

export class RegisterRequest {
  @ApiProperty({ format: 'email', maxLength: 254, example: 'ada@example.com' })
  @IsEmail()
  @MaxLength(254)
  // The contract of USER_CREATED takes what every mail server does.
  @Matches(/^[\x21\x23-\x7e]*$/, {
    message: '$property must be plain ASCII without quotes; write an international domain in its xn-- form',
  })
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

export class LoginRequest {
  @PlainText({ max: 254, example: 'ada@example.com' })
  email!: string;

  @ApiProperty({ maxLength: 200, example: 'correct horse battery staple' })
  @IsString()
  @MaxLength(200)
  password!: string;
}
