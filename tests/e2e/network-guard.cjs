// Loaded before a backend and each of its threads (which `--require` does and `--import` does not): writes down every connection and look-up that leaves this machine, and refuses it.
const dgram = require('node:dgram');
const dns = require('node:dns');
const { appendFileSync } = require('node:fs');
const net = require('node:net');
const { threadId } = require('node:worker_threads');

const note = (text) => appendFileSync(process.env['REDTHREAD_GUARD_LOG'], `${text}\n`);
note(`watching ${process.pid}.${threadId}`);
const isOwn = (host) => host === undefined || host === null || /^(127\.|::1$|localhost$)/.test(String(host));
function refuse(what) {
  note(`REACHED OUT ${what}`);
  throw new Error(`the guard refused ${what}`);
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function guarded(...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const host = first !== null && typeof first === 'object' ? (first.path ? undefined : first.host) : typeof args[1] === 'string' ? args[1] : undefined;
  if (!isOwn(host)) refuse(`connect ${host}`);
  return connect.apply(this, args);
};
for (const face of [dns, dns.promises]) {
  for (const name of Object.keys(face).filter((n) => /^(lookup|resolve)/.test(n) && typeof face[n] === 'function')) {
    const own = face[name];
    face[name] = function guarded(host, ...rest) {
      if (!isOwn(host)) refuse(`${name} ${host}`);
      return own.call(this, host, ...rest);
    };
  }
}
for (const name of ['send', 'connect']) {
  dgram.Socket.prototype[name] = () => refuse(`datagram ${name}`);
}
