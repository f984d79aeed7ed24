import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

export interface OpenApiInfo {
  readonly title: string;
  readonly description: string;
  readonly version: string;
}

/** Serves the page at /docs and the document at /docs/json. It is built when first asked for, not at start. */
export const serveOpenApi = (application: INestApplication, info: OpenApiInfo): void => {
  const config = new DocumentBuilder()
    .setTitle(info.title)
    .setDescription(info.description)
    .setVersion(info.version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  SwaggerModule.setup('docs', application, () => SwaggerModule.createDocument(application, config), {
    jsonDocumentUrl: 'docs/json',
    raw: ['json'],
    customSiteTitle: info.title,
  });
};
