"""Calls the calculator with zeep: python zeep_client.py soap11|soap12 URL SCENARIO"""

import os
import sys

import zeep
from zeep.transports import Transport

NAMESPACE = "http://example.org/interop"
TEXT = "Gr\u00fc\u00dfe, \u0395\u03bb\u03bb\u03ac\u03b4\u03b1, \u65e5\u672c\u8a9e, \U0001f30d <&>\"'"


def add(service, _):
    assert service.Add(a=2, b=3) == 5
    assert service.Add(a=-2147483648, b=2147483647) == -1


def fault(service, client):
    try:
        service.Divide(dividend=7, divisor=0)
    except zeep.exceptions.Fault as error:
        assert "divide by zero" in error.message, error.message
        dividend = error.detail.find(f"{{{NAMESPACE}}}DivideByZero/{{{NAMESPACE}}}dividend")
        assert dividend is not None and dividend.text == "7", zeep.wsdl.utils.etree_to_string(error.detail)
    else:
        raise AssertionError("no fault")
    assert service.Divide(dividend=7, divisor=2) == 3


def utf8(service, _):
    assert service.Echo(text=TEXT) == TEXT
    assert service.Echo(text="") in ("", None)


def large(service, _):
    text = "abcdefghijklmnopqrstuvwxyz\u00e9"
    text = (text * (1024 * 1024 // len(text) + 1))[: 1024 * 1024]
    assert service.Echo(text=text) == text


def record(service, _):
    sent = dict(id=1234567890123, name=TEXT, ratio=0.1, valid=True, data=bytes(range(256)),
                number=[1, -2, 2147483647])
    got = service.EchoRecord(record=sent)
    assert got.note is None
    for name, value in sent.items():
        assert got[name] == value, (name, got[name], value)
    got = service.EchoRecord(record=dict(id=-1, name="n", ratio=-1.5e300, valid=False, data=b"\0", note="note"))
    assert not got.number and got.note == "note" and got.id == -1 and got.ratio == -1.5e300 and got.valid is False


def keepalive(service, _):
    for number in range(10):
        assert service.Add(a=number, b=1) == number + 1


SCENARIOS = [add, fault, utf8, large, record, keepalive]


def main():
    version, url, wanted = sys.argv[1:]
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    client = zeep.Client(os.path.join(folder, f"calculator-{version}.wsdl"), transport=Transport(timeout=60))
    service = client.create_service(f"{{{NAMESPACE}}}CalculatorBinding", url)
    scenarios = {scenario.__name__: scenario for scenario in SCENARIOS}
    for name in scenarios if wanted == "all" else [wanted]:
        print(name, flush=True)
        scenarios[name](service, client)


main()
