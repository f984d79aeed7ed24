import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { messages } from '@streampact/generated/user-service';
import { ValidateBy } from 'class-validator';

/** Asks the contract itself: an address that USER_CREATED cannot carry must not be registered. */
const isPublishable = (email: unknown): boolean =>
  typeof email === 'string' && messages.userCreated.validateWrite({ ...anybody, email });

const anybody = { userId: '00000000-0000-7000-8000-000000000000', firstName: 'A', lastName: 'B' };

/** An e-mail address that every mail server takes. */
export const EmailAddress = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ format: 'email', maxLength: 254, example: 'ada@example.com' }),
    ValidateBy({
      name: 'isPublishable',
      validator: {
        validate: isPublishable,
        defaultMessage: () =>
          '$property must be an e-mail address as in "ada@example.com", an international domain in its xn-- form',
      },
    }),
  );
