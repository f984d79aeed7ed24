import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

export interface PlainTextOptions {
  /** Characters, as JSON Schema counts them: class-validator's Length leaves some out, and contracts would refuse the rest. */
  readonly max: number;
  readonly example: string;
  /** @default true */
  readonly required?: boolean;
  readonly description?: string;
}

/** A property of 1 to `max` characters. Control characters are refused: PostgreSQL stores no NUL, and lines end headers. */
export const PlainText = ({ max, example, required = true, description }: PlainTextOptions): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      minLength: 1,
      maxLength: max,
      example,
      required,
      ...(description === undefined ? {} : { description }),
    }),
    Matches(new RegExp(`^[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]{1,${max}}$`, 'u'), {
      message: `$property must be a text of 1 to ${max} characters, none of them a control character`,
    }),
  );
