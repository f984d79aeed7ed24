import { applyDecorators } from '@nestjs/common';
import { PlainText, type PlainTextOptions } from '@streampact/edge';
import { Transform } from 'class-transformer';

/** A first or last name, without blanks around it. */
export const PersonName = (options: Omit<PlainTextOptions, 'max'>): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    PlainText({ ...options, max: 100 }),
  );
