"""The calculator served by spyne: python spyne_server.py soap11|soap12"""

import logging
import os
import sys
import threading

import waitress
from spyne import Application, Boolean, ByteArray, ComplexModel, Double, Integer32, Integer64, Service, Unicode, rpc
from spyne.model.fault import Fault
from spyne.protocol.soap import Soap11, Soap12
from spyne.server.wsgi import WsgiApplication

NAMESPACE = "http://example.org/interop"

# spyne's own limit of ten characters is one too few for the smallest number.
Int = Integer32(max_str_len=11)


def action(name):
    return {"_soap_action": f"{NAMESPACE}/{name}"}


class Record(ComplexModel):
    __namespace__ = NAMESPACE
    _type_info = [
        ("id", Integer64),
        ("name", Unicode),
        ("ratio", Double),
        ("valid", Boolean),
        ("data", ByteArray),
        ("number", Int.customize(min_occurs=0, max_occurs="unbounded")),
        ("note", Unicode(min_occurs=0)),
    ]


class DivideByZero(Fault):
    def __init__(self, dividend):
        detail = {f"{{{NAMESPACE}}}DivideByZero": {f"{{{NAMESPACE}}}dividend": str(dividend)}}
        super().__init__("Client", "cannot divide by zero", detail=detail)


class Calculator(Service):
    @rpc(Int, Int, _returns=Int, _out_variable_name="result")
    def Add(ctx, a, b):
        return a + b

    @rpc(Int, Int, _returns=Int, _out_variable_name="result")
    def Divide(ctx, dividend, divisor):
        if divisor == 0:
            raise DivideByZero(dividend)
        return int(dividend / divisor)

    @rpc(Unicode, _returns=Unicode, _out_variable_name="text")
    def Echo(ctx, text):
        return text if text is not None else ""

    @rpc(Record, _returns=Record, _out_variable_name="record")
    def EchoRecord(ctx, record):
        return record


def end_with_parent():
    """The runner holds our standard input open for as long as it wants us."""
    sys.stdin.buffer.read()
    os._exit(0)


def main():
    logging.basicConfig(level=logging.WARNING)
    protocol = {"soap11": Soap11, "soap12": Soap12}[sys.argv[1]]
    application = Application([Calculator], NAMESPACE, in_protocol=protocol(), out_protocol=protocol())
    wsgi = WsgiApplication(application, max_content_length=16 * 1024 * 1024)
    server = waitress.create_server(wsgi, host="127.0.0.1", port=0)
    print(f"port {server.effective_port}", flush=True)
    threading.Thread(target=end_with_parent, daemon=True).start()
    server.run()


main()
