//gsoap ns service name: Calculator
//gsoap ns service namespace: urn:bench
//gsoap ns service location: http://127.0.0.1
//gsoap ns service style: document
//gsoap ns service encoding: literal
//gsoap ns schema namespace: urn:bench
//gsoap ns schema form: qualified
int ns__Add(int a, int b, int *sum);
