//gsoap r schema namespace: urn:example:records
//gsoap r schema elementForm: unqualified
//gsoap r schema attributeForm: unqualified
/* The structures of the typed measurement, as soapcpp2 takes them; webservices.c describes the same. */
typedef double xsd__double;
typedef int xsd__int;
typedef char *xsd__string;
typedef time_t xsd__dateTime;
enum xsd__boolean { xsd__boolean__false_, xsd__boolean__true_ };

struct r__place {
    xsd__string street;
    xsd__int number;
};

struct r__record {
    xsd__int id;
    xsd__double amount;
    enum xsd__boolean active;
    xsd__dateTime when;
    xsd__string name;
    xsd__string note;
    struct r__place place;
};

struct r__records {
    int __size;
    struct r__record *record;
};
