// The calculator served by the npm package soap: node node_server.js soap11|soap12
'use strict';

const fs = require('fs');
const http = require('http');
const path = require('path');
const soap = require('soap');

const version = process.argv[2];
const folder = path.dirname(__dirname);

// With SOAP 1.2 the package leaves values as text: hence Number() and the like.
function divide(request) {
  const [dividend, divisor] = [Number(request.dividend), Number(request.divisor)];
  if (divisor !== 0) {
    return { result: Math.trunc(dividend / divisor) };
  }
  const detail = { 'tns:DivideByZero': { 'tns:dividend': dividend } };
  const reason = 'cannot divide by zero';
  throw version === 'soap12'
    ? { Fault: { Code: { Value: 'soap:Sender' }, Reason: { Text: reason }, Detail: detail, statusCode: 500 } }
    : { Fault: { faultcode: 'soap:Client', faultstring: reason, detail, statusCode: 500 } };
}

const services = {
  CalculatorService: {
    CalculatorPort: {
      Add: ({ a, b }) => ({ result: Number(a) + Number(b) }),
      Divide: divide,
      Echo: ({ text }) => ({ text: text ?? '' }),
      EchoRecord: ({ record }) => ({ record }),
    },
  },
};

const server = http.createServer((_, response) => {
  response.statusCode = 404;
  response.end();
});

const file = path.join(folder, `calculator-${version}.wsdl`);
server.listen(0, '127.0.0.1', () => {
  soap.listen(server, {
    path: '/calculator',
    services,
    xml: fs.readFileSync(file, 'utf8'),
    uri: file,
    forceSoap12Headers: version === 'soap12',
    escapeXML: true,
    callback: (error) => {
      if (error) {
        throw error;
      }
      console.log(`port ${server.address().port}`);
    },
  });
});

// The runner holds our standard input open for as long as it wants us.
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
