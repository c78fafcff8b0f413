# Workers and commands, for a PostgreSQL server of your own (DATABASE_URL); docker-compose.yml shows the whole.
FROM node:22-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
# The image holds what the package would publish, and no more.
RUN npm run build --silent \
  && npm pack --silent --ignore-scripts --pack-destination /tmp \
  && mkdir /opt/rollcall \
  && tar -xzf /tmp/rollcall-*.tgz -C /opt/rollcall --strip-components=1 \
  && cp package-lock.json /opt/rollcall/
WORKDIR /opt/rollcall
# The optional packages are the embedded PostgreSQL, which has no use where the ledger is on a server, and a faster decoder.
RUN npm ci --omit=dev --omit=optional --ignore-scripts \
  && npm cache clean --force

FROM node:22-bookworm-slim
ENV NODE_ENV=production
COPY --from=build /opt/rollcall /opt/rollcall
# Commands look for rollcall.config.json here.
WORKDIR /data
USER node
ENTRYPOINT ["node", "/opt/rollcall/bin/rollcall.js"]
CMD ["work"]
