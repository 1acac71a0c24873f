# syntax=docker/dockerfile:1

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY types ./types
COPY src ./src
RUN npm run build
RUN npm prune --omit=dev
# Source maps and type declarations: half of it, and nothing reads them there.
RUN find node_modules -type f '(' -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' ')' -delete
RUN mkdir data

# Node and nothing else: no shell, no package manager, nobody but the user nonroot (65532).
FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /app
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY cards ./cards
COPY languages ./languages
# The one folder that is written to, and with DATABASE_URL not even that one: the rest may be read-only.
COPY --from=build --chown=65532:65532 /app/data /data
ENV NODE_ENV=production DATA_DIR=/data
USER 65532:65532
EXPOSE 3978
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["/nodejs/bin/node", "--eval", "fetch(`http://127.0.0.1:${process.env.OPS_PORT || 3980}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["dist/main.js"]
