# The service alone: production packages, its own TypeScript as it is (Node strips the types), no build step.
# Debian slim and not Alpine, because the tests run on the same C library.
FROM node:24.21.0-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY backend/package.json backend/
COPY shared/package.json shared/
COPY sandbox/package.json sandbox/
RUN npm ci --omit=dev --workspace=backend --workspace=shared --ignore-scripts --no-audit --no-fund
# SQLite comes built, for every system; its sources, types and source maps are of no use here.
RUN rm -rf node_modules/better-sqlite3/deps node_modules/better-sqlite3/src \
  && find node_modules/better-sqlite3/prebuilds -type f ! -name 'linux-*' -delete \
  && find node_modules backend/node_modules -type f '(' -name '*.d.ts' -o -name '*.map' -o -name '*.md' ')' -delete

FROM node:24.21.0-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4400 DATABASE_URL=file:/data/zo.db SQLITE_TMPDIR=/data NODE_COMPILE_CACHE=/app/compiled
RUN mkdir /data /app/compiled && chown node:node /data /app/compiled \
  && printf '#!/bin/sh\nexec node --disable-warning=ExperimentalWarning --max-semi-space-size=16 --heap-growing-percent=50 /app/backend/cli/zo.ts "$@"\n' > /usr/local/bin/zo \
  && chmod 755 /usr/local/bin/zo
COPY --from=packages /app/node_modules node_modules/
COPY --from=packages /app/backend/node_modules backend/node_modules/
COPY package.json LICENSE ./
COPY shared shared/
COPY backend backend/
COPY playbooks playbooks/
USER node
# Types are stripped and code is compiled here, not at each start; what is kept belongs to whoever made it, and to the flags it
# was made with, which are those of scripts/node-flags.mjs everywhere. Each engine is loaded only where it is served.
RUN node --disable-warning=ExperimentalWarning --max-semi-space-size=16 --heap-growing-percent=50 -e "for (const name of ['app', 'store/sqlite/open', 'store/postgres/open']) import('./backend/' + name + '.ts')"
VOLUME /data
EXPOSE 4400
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Ends by itself on SIGTERM and starts no other processes, so it may be process 1; --init does no harm.
CMD ["node", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=16", "--heap-growing-percent=50", "backend/main.ts"]
