# Builds with everything, runs with what the service needs alone.
FROM node:24.19.0-alpine3.23 AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:24.19.0-alpine3.23
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist/ormconfig.js dist/
COPY --from=build /app/dist/migrations dist/migrations
COPY --from=build /app/dist/playground dist/playground
COPY --from=build /app/dist/packages/engine/src dist/packages/engine/src
COPY --from=build /app/dist/packages/operations/src dist/packages/operations/src
COPY --from=build /app/dist/src dist/src
COPY --from=build /app/package.json .
COPY --from=build /app/scripts/cli.mjs scripts/
# What the service may write: the embedded database, the pictures, and the journal and receipts of erasures. A volume that is put there keeps the owner.
RUN mkdir -p .data /var/lib/novadraw/receipts /var/lib/novadraw/pictures && chown -R node:node .data /var/lib/novadraw
USER node
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD node -e "fetch('http://127.0.0.1:' + (process.env.PORT || 8000) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
# The migrations are a command of their own: docker run IMAGE node dist/src/cli/db.js migrate
CMD ["node", "dist/src/main.js"]
