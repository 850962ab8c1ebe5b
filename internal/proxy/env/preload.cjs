'use strict';
// Sends what this Node asks of other machines through the proxy. Node 22.21 and
// 24.5 on do that by themselves (NODE_USE_ENV_PROXY); for older ones this file
// opens the connections of http, https and fetch as tunnels.
const [major, minor] = process.versions.node.split('.').map(Number);
const able = major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);
if (!able) install('{{PROXY}}');

function install(proxy) {
  const http = require('http');
  const https = require('https');
  const tls = require('tls');
  const [proxyHost, proxyPort] = proxy.split(':');

  const near = (host) => !host || /^(localhost|127\.[\d.]+|\[?::1\]?|.*\.localhost)$/i.test(host);

  function tunnel(host, port, done) {
    const request = http.request({
      host: proxyHost, port: proxyPort, method: 'CONNECT', agent: false,
      path: `${host}:${port}`, headers: { host: `${host}:${port}` },
    });
    request.once('error', done);
    request.once('connect', (response, socket, head) => {
      request.removeListener('error', done);
      if (response.statusCode !== 200) {
        socket.destroy();
        done(new Error(`the proxy answered ${response.statusCode} for ${host}:${port}`));
        return;
      }
      if (head.length) socket.unshift(head);
      done(null, socket);
    });
    request.once('response', (response) => {
      response.resume();
      done(new Error(`the proxy answered ${response.statusCode} for ${host}:${port}`));
    });
    request.end();
  }

  // Agents of the program's own inherit from these, so the prototypes are the place.
  for (const [agent, usual, wrap] of [
    [http.Agent.prototype, 80, (open, self, options, socket) => socket],
    [https.Agent.prototype, 443, (open, self, options, socket) => open.call(self, { ...options, socket })],
  ]) {
    const open = agent.createConnection;
    agent.createConnection = function createConnection(options, done) {
      if (typeof options !== 'object' || typeof done !== 'function' || options.socketPath || near(options.host)) {
        return open.apply(this, arguments);
      }
      tunnel(options.host, options.port || usual, (err, socket) => {
        if (err) done(err);
        else done(null, wrap(open, this, options, socket));
      });
    };
  }

  // fetch comes with an undici of Node's own, loaded when first touched: its Agent
  // can be had from the dispatcher that it leaves behind, and nowhere else.
  const key = Symbol.for('undici.globalDispatcher.1');
  const fetch = globalThis.fetch;
  let ready = false;
  function prepare() {
    if (ready) return;
    ready = true;
    void globalThis.Headers;
    const usual = globalThis[key];
    if (!usual) return;
    globalThis[key] = new usual.constructor({
      connect(options, done) {
        const host = options.hostname;
        const secure = options.protocol === 'https:';
        const finish = (err, socket) => {
          if (err) return done(err, null);
          if (!secure) return done(null, socket);
          const safe = tls.connect({ socket, servername: options.servername || host, ALPNProtocols: ['http/1.1'] });
          safe.once('error', fail);
          safe.once('secureConnect', () => { safe.removeListener('error', fail); done(null, safe); });
          function fail(err) { done(err, null); }
        };
        const port = options.port || (secure ? 443 : 80);
        if (near(host)) {
          const socket = require('net').connect({ host: host.replace(/^\[|\]$/g, ''), port });
          socket.once('error', finish);
          socket.once('connect', () => { socket.removeListener('error', finish); finish(null, socket); });
          return;
        }
        tunnel(host, port, finish);
      },
    });
  }
  if (typeof fetch === 'function') {
    Object.defineProperty(globalThis, 'fetch', {
      configurable: true, enumerable: true, writable: true,
      value: function (input, init) { prepare(); return fetch(input, init); },
    });
  }
}
