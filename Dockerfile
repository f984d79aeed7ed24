# One image per service: docker build --build-arg SERVICE=order-service .
# The mail catcher of the demo:  docker build --target mail-catcher .
# Without a syntax line, so that builders that cannot reach a registry for it can build this too.

FROM node:24-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY codegen/package.json codegen/
COPY runtime/package.json runtime/
COPY generated/package.json generated/
COPY services/edge/package.json services/edge/
COPY services/user-service/package.json services/user-service/
COPY services/order-service/package.json services/order-service/
COPY services/notification-service/package.json services/notification-service/
COPY deploy/local/package.json deploy/local/
COPY bench/package.json bench/
COPY tests/faults/package.json tests/faults/

# Compiles what the services and the mail catcher are made of. No install script is needed for that.
FROM manifests AS build
RUN npm ci --include=dev --ignore-scripts
COPY . .
RUN node deploy/compile.mjs services/user-service services/order-service services/notification-service deploy/local

# Before the stages that need SERVICE: builders without BuildKit run every stage above the one they are asked for.
FROM manifests AS mail-catcher-dependencies
RUN npm ci --omit=dev --omit=optional --ignore-scripts --workspace deploy/local

FROM node:24-slim AS mail-catcher
ENV NODE_ENV=production HOST=0.0.0.0 PORT=1025
WORKDIR /app
COPY --from=mail-catcher-dependencies /app ./
COPY --from=build /app/deploy/local/dist deploy/local/dist
COPY deploy/docker/mail-health.mjs deploy/docker/
USER node
EXPOSE 1025
HEALTHCHECK --interval=5s --timeout=5s --start-period=20s --retries=5 CMD ["node", "/app/deploy/docker/mail-health.mjs"]
CMD ["node", "deploy/local/dist/commands/mail-catcher.js"]

# What one service needs at run time, and nothing of the others.
FROM manifests AS service-dependencies
ARG SERVICE
RUN test -n "$SERVICE" || { echo 'Say which service: --build-arg SERVICE=order-service' >&2; exit 1; }
# npm also installs what packages would use if it were there, compilers among it; no service loads them, nor declarations and maps.
RUN npm ci --omit=dev --ignore-scripts --workspace "services/$SERVICE" \
  && cd node_modules && rm -rf typescript @typescript ts-node @swc/core @swc/core-* @types \
  && find . -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' -o -name '*.md' \) -delete

FROM node:24-slim AS service
ARG SERVICE
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=service-dependencies /app ./
COPY --from=build /app/runtime/dist runtime/dist
COPY --from=build /app/generated/dist generated/dist
COPY --from=build /app/services/edge/dist services/edge/dist
COPY --from=build /app/services/$SERVICE/dist services/$SERVICE/dist
COPY deploy/docker/health.mjs deploy/docker/
WORKDIR /app/services/$SERVICE
USER node
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=5 CMD ["node", "/app/deploy/docker/health.mjs"]
CMD ["node", "--enable-source-maps", "dist/main.js"]
