import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JSONWebKeySet } from 'jose';
import { AccessTokens } from './access-tokens.js';

@ApiTags('sessions')
@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get()
  @Header('Cache-Control', 'public, max-age=60')
  @ApiOperation({ summary: 'Public keys that access tokens are checked with (RFC 7517).' })
  @ApiOkResponse({
    schema: {
      type: 'object',
      required: ['keys'],
      properties: { keys: { type: 'array', items: { type: 'object', required: ['kty', 'kid', 'crv', 'x'] } } },
    },
  })
  async keys(): Promise<JSONWebKeySet> {
    return this.tokens.publicKeys();
  }
}
