import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsString, Length, Matches } from 'class-validator';

/** A first or last name: 1 to 100 characters. Control characters are refused; a name stands in the header of an e-mail. */
export const PersonName = (options: { example: string; required?: boolean }): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ minLength: 1, maxLength: 100, required: options.required ?? true, example: options.example }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    IsString(),
    Length(1, 100),
    Matches(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, { message: '$property must not hold control characters' }),
  );
