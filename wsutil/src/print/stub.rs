//! Functions: those that clients call, the callbacks of services and the tables of them, and what stands between a
//! callback and the service host.

use crate::code::contract::{ContractCode, MessageRef, OperationCode, Wrapper};
use crate::code::parameter::{Class, Parameter};
use crate::code::{Program, UnitId};
use crate::print::{Text, comment};

/// The structure of a message's parts.
pub(crate) fn wrapper(text: &mut Text, wrapper: &Wrapper, message: &str, program: &Program) {
    text.line(format!("// the parts of the message {}", comment(message)));
    if wrapper.fields.is_empty() {
        text.line(format!("typedef struct {0} {0};", wrapper.c_type));
        text.gap();
        return;
    }
    text.line(format!("typedef struct {}", wrapper.c_type));
    text.open("{");
    for each in &wrapper.fields {
        text.line(format!("{} {};", each.field.c_type(program), each.field.name));
    }
    text.close(format!("}} {};", wrapper.c_type));
    text.gap();
}

/// The declarations of the functions that clients call.
pub(crate) fn client_declarations(text: &mut Text, contract: &ContractCode) {
    if contract.operations.is_empty() {
        return;
    }
    heading(text, &format!("Client functions of {}", contract.name));
    for operation in &contract.operations {
        client_head(text, operation, ");");
        text.gap();
    }
}

fn client_head(text: &mut Text, operation: &OperationCode, end: &str) {
    text.line(format!("// operation: {}", operation.name));
    text.open(format!("HRESULT WINAPI {}(", operation.name));
    text.line("_In_ WS_SERVICE_PROXY* _serviceProxy,");
    parameters(text, &operation.parameters);
    text.line("_In_ WS_HEAP* _heap,");
    text.line("_In_reads_opt_(_callPropertyCount) const WS_CALL_PROPERTY* _callProperties,");
    text.line("_In_ const ULONG _callPropertyCount,");
    text.line("_In_opt_ const WS_ASYNC_CONTEXT* _asyncContext,");
    text.line(format!("_In_opt_ WS_ERROR* _error{end}"));
    text.dedent();
}

/// The functions that clients call.
pub(crate) fn client_definitions(text: &mut Text, contract: &ContractCode, unit: UnitId, program: &Program) {
    for operation in &contract.operations {
        client_head(text, operation, ")");
        text.open("{");
        let count = operation.parameters.len();
        let arguments = if count == 0 { "0" } else { "_argList" };
        if count > 0 {
            text.line(format!("const void* _argList[{count}];"));
            for (index, parameter) in operation.parameters.iter().enumerate() {
                text.line(format!("_argList[{index}] = &{};", parameter.name));
            }
        }
        text.open("return WsCall(");
        text.line("_serviceProxy,");
        text.line(format!("{},", description(contract, operation, unit, program)));
        for argument in [arguments, "_heap", "_callProperties", "_callPropertyCount", "_asyncContext"] {
            text.line(format!("{argument},"));
        }
        text.line("_error);");
        text.dedent();
        text.close("}");
        text.gap();
    }
}

/// The address of the description of an operation.
pub(crate) fn description(
    contract: &ContractCode,
    operation: &OperationCode,
    unit: UnitId,
    program: &Program,
) -> String {
    format!(
        "(WS_OPERATION_DESCRIPTION*)&{}LocalDefinitions.contracts.{}.{1}_{2}.{1}_{2}",
        program.unit(unit).name,
        contract.name,
        operation.name.strip_prefix(&format!("{}_", contract.name)).unwrap_or(&operation.name)
    )
}

fn parameters(text: &mut Text, parameters: &[Parameter]) {
    let mut count = "";
    for parameter in parameters {
        let annotation = parameter.annotation(count);
        text.line(format!("{annotation} {} {},", parameter.declared_type(), parameter.name));
        count = if parameter.class == Class::Count { &parameter.name } else { "" };
    }
}

/// The callbacks of a service and the table of them.
pub(crate) fn service_declarations(text: &mut Text, contract: &ContractCode) {
    heading(text, &format!("Service functions of {}", contract.name));
    for operation in &contract.operations {
        text.open(format!("typedef HRESULT (CALLBACK* {}Callback)(", operation.name));
        text.line("_In_ const WS_OPERATION_CONTEXT* _context,");
        parameters(text, &operation.parameters);
        text.line("_In_opt_ const WS_ASYNC_CONTEXT* _asyncContext,");
        text.line("_In_opt_ WS_ERROR* _error);");
        text.dedent();
        text.gap();
    }
    let table = format!("{}FunctionTable", contract.name);
    text.line(format!("// binding: {}", contract.name));
    if contract.operations.is_empty() {
        text.line(format!("typedef struct {table} {table};"));
        text.gap();
        return;
    }
    text.line(format!("typedef struct {table}"));
    text.open("{");
    for operation in &contract.operations {
        text.line(format!("{0}Callback {0};", operation.name));
    }
    text.close(format!("}} {table};"));
    text.gap();
}

/// The structures in which the parameters of an operation are passed.
pub(crate) fn parameter_structures(text: &mut Text, contract: &ContractCode) {
    for operation in contract.operations.iter().filter(|operation| !operation.parameters.is_empty()) {
        text.line(format!("typedef struct {}ParamStruct", operation.name));
        text.open("{");
        for parameter in &operation.parameters {
            text.line(format!("{}* {};", parameter.c_type, parameter.name));
        }
        text.close(format!("}} {}ParamStruct;", operation.name));
        text.gap();
    }
}

/// The functions that call the callbacks.
pub(crate) fn stubs(text: &mut Text, contract: &ContractCode) {
    for operation in &contract.operations {
        let name = &operation.name;
        text.open(format!("static HRESULT CALLBACK {name}OperationStub("));
        text.line("_In_ const WS_OPERATION_CONTEXT* _context,");
        text.line("_In_ void* _stackStruct,");
        text.line("_In_ const void* _callback,");
        text.line("_In_opt_ const WS_ASYNC_CONTEXT* _asyncContext,");
        text.line("_In_opt_ WS_ERROR* _error)");
        text.dedent();
        text.open("{");
        // Neither C nor C++ has a conversion from a pointer to data, but both have one from an integer.
        text.line(format!("{name}Callback _operation = ({name}Callback)(size_t)_callback;"));
        if operation.parameters.is_empty() {
            text.line("(void)_stackStruct;");
        } else {
            text.line(format!("{name}ParamStruct* _stack = ({name}ParamStruct*)_stackStruct;"));
        }
        text.open("return _operation(");
        text.line("_context,");
        for parameter in &operation.parameters {
            let star = if parameter.output.is_some() { "" } else { "*" };
            text.line(format!("{star}(_stack->{}),", parameter.name));
        }
        text.line("_asyncContext,");
        text.line("_error);");
        text.dedent();
        text.close("}");
        text.gap();
    }
}

/// The address of the description of a message.
pub(crate) fn message_address(message: &MessageRef, program: &Program) -> String {
    let unit = &program.unit(message.unit).name;
    let local = if message.local { "LocalDefinitions" } else { "" };
    format!("(WS_MESSAGE_DESCRIPTION*)&{unit}{local}.messages.{}", message.member)
}

pub(crate) fn heading(text: &mut Text, title: &str) {
    let line = "////////////////////////////////////////////////";
    text.line(line);
    text.line(format!("// {}", comment(title)));
    text.line(line);
    text.gap();
}
