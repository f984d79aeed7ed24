/** The problem+json body in OpenAPI. */
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';

class FieldProblemDetails {
  @ApiProperty({ required: false, example: '/items/0/quantity', description: 'JSON pointer into the body.' })
  pointer?: string;

  @ApiProperty({ required: false, example: 'limit', description: 'Name of a query parameter or header.' })
  parameter?: string;

  @ApiProperty({ example: 'must not be less than 1' })
  detail!: string;
}

/** @see https://www.rfc-editor.org/rfc/rfc9457 */
export class ProblemDetails {
  @ApiProperty({
    example: 'urn:streampact:problem:email-taken',
    description: 'Stable; `about:blank` if the status says it all.',
  })
  type!: string;

  @ApiProperty({ example: 'E-mail address taken' })
  title!: string;

  @ApiProperty({ example: 409 })
  status!: number;

  @ApiProperty({ description: 'What happened this time, and what to do about it.' })
  detail!: string;

  @ApiProperty({ example: '/users', description: 'Path of the request.' })
  instance!: string;

  @ApiProperty({ description: 'Finds the request in the logs.' })
  correlationId!: string;

  @ApiProperty({ required: false, type: [FieldProblemDetails] })
  errors?: FieldProblemDetails[];
}

/** Documents error answers of an operation: `@ApiProblems({ 404: 'No such order of this customer.' })` */
export const ApiProblems = (descriptions: Readonly<Record<number, string>>): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ApiExtraModels(ProblemDetails),
    ...Object.entries(descriptions).map(([status, description]) =>
      ApiResponse({
        status: Number(status),
        description,
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDetails) } } },
      }),
    ),
  );
