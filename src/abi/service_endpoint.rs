//! Service endpoints made from what the compiler generated for a binding. (Page "WsCreateServiceEndpointFromTemplate".)
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::mem::MaybeUninit;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::heap::{Allocator, Heap};

use super::body::enumeration;
use super::guard::{Out, boundary, optional, required, slice};
use super::object::shared;

/// Creates a service endpoint from what the compiler generated for a binding and what the application adds.
///
/// - `channelType`: the channels that the endpoint serves.
/// - `properties`, `propertyCount`: properties of the endpoint; copied, and so are their values.
/// - `addressUrl`: where to listen, or NULL to fill it in later; copied.
/// - `contract`: copied. The contract description and the table of functions that it names have to stay.
/// - `authorizationCallback`: decides on each request; NULL lets all in.
/// - `heap`: where the endpoint and all that was copied lies.
/// - `templateType`: `WS_HTTP_BINDING_TEMPLATE_TYPE` or `WS_TCP_BINDING_TEMPLATE_TYPE`.
/// - `templateValue`, `templateSize`: the `WS_HTTP_BINDING_TEMPLATE` or `WS_TCP_BINDING_TEMPLATE`, or NULL and 0.
/// - `templateDescription`, `templateDescriptionSize`: the `WS_HTTP_POLICY_DESCRIPTION` or
///   `WS_TCP_POLICY_DESCRIPTION`. What the template says counts more.
/// - `serviceEndpoint`: receives the endpoint, which goes with the heap.
///
/// Errors: `E_INVALIDARG`, `WS_E_NOT_SUPPORTED` for templates with security, `WS_E_QUOTA_EXCEEDED`, `E_OUTOFMEMORY`.
/// (Page WsCreateServiceEndpointFromTemplate.)
///
/// # Safety
/// The structures are as documented; `serviceEndpoint` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateServiceEndpointFromTemplate(
    channelType: MaybeUninit<WS_CHANNEL_TYPE>,
    properties: *const WS_SERVICE_ENDPOINT_PROPERTY,
    propertyCount: ULONG,
    addressUrl: *const WS_STRING,
    contract: *const WS_SERVICE_CONTRACT,
    authorizationCallback: WS_SERVICE_SECURITY_CALLBACK,
    heap: *mut WS_HEAP,
    templateType: MaybeUninit<WS_BINDING_TEMPLATE_TYPE>,
    templateValue: *mut c_void,
    templateSize: ULONG,
    templateDescription: *const c_void,
    templateDescriptionSize: ULONG,
    serviceEndpoint: *mut *mut WS_SERVICE_ENDPOINT,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise, for all of these. Both templates, and both descriptions, begin with the channel
        // properties and have nothing else.
        unsafe {
            let out = Out::required(serviceEndpoint, "serviceEndpoint")?;
            let channel_type = enumeration(channelType, "channelType")?;
            let template_type = enumeration(templateType, "templateType")?;
            let binding = match template_type {
                WS_BINDING_TEMPLATE_TYPE::WS_HTTP_BINDING_TEMPLATE_TYPE => {
                    WS_CHANNEL_BINDING::WS_HTTP_CHANNEL_BINDING
                }
                WS_BINDING_TEMPLATE_TYPE::WS_TCP_BINDING_TEMPLATE_TYPE => {
                    WS_CHANNEL_BINDING::WS_TCP_CHANNEL_BINDING
                }
                other => {
                    return Err(Error::not_supported(format!("{other:?} is not supported by this version")));
                }
            };
            let contract = required(contract, "contract")?;
            if contract.contractDescription.is_null() && contract.defaultMessageHandlerCallback.is_none() {
                return Err(Error::invalid_argument(
                    "a contract has a contractDescription or a defaultMessageHandlerCallback, and this one has neither",
                ));
            }
            let description: &WS_HTTP_POLICY_DESCRIPTION =
                required(templateDescription.cast(), "templateDescription")?;
            check_size(templateDescriptionSize, size_of_val(description), "templateDescriptionSize")?;
            let mut given = channel_properties(&description.channelProperties)?.to_vec();
            let template = optional(templateValue.cast_const().cast::<WS_HTTP_BINDING_TEMPLATE>());
            check_size(templateSize, template.map_or(0, size_of_val), "templateSize")?;
            if let Some(template) = template {
                // Later ones overwrite earlier ones.
                given.extend_from_slice(channel_properties(&template.channelProperties)?);
            }
            let properties = slice(properties, propertyCount, "properties")?;
            let url = optional(addressUrl);
            let heap = shared::<Heap>(heap)?;
            let endpoint = copy(
                &heap.lock(),
                &Parts {
                    channel_type,
                    binding,
                    contract,
                    authorizationCallback,
                    url,
                    properties,
                    given: &given,
                },
            )?;
            out.write(endpoint);
            Ok(S_OK)
        }
    })
}

/// What an endpoint is made from.
struct Parts<'a> {
    channel_type: WS_CHANNEL_TYPE,
    binding: WS_CHANNEL_BINDING,
    contract: &'a WS_SERVICE_CONTRACT,
    authorizationCallback: WS_SERVICE_SECURITY_CALLBACK,
    url: Option<&'a WS_STRING>,
    properties: &'a [WS_SERVICE_ENDPOINT_PROPERTY],
    given: &'a [WS_CHANNEL_PROPERTY],
}

/// # Safety
/// Texts and values of properties are as long as they say.
unsafe fn copy(heap: &Allocator<'_>, parts: &Parts<'_>) -> Result<*mut WS_SERVICE_ENDPOINT> {
    // SAFETY: the caller's promise, for all of these.
    unsafe {
        let mut url = WS_STRING { length: 0, chars: std::ptr::null_mut() };
        if let Some(given) = parts.url {
            let chars = slice(given.chars.cast_const(), given.length, "addressUrl")?;
            url = WS_STRING { length: given.length, chars: heap.alloc_copy(chars)?.as_ptr() };
        }
        let mut properties = parts.properties.to_vec();
        for property in &mut properties {
            property.value = value(heap, property.value, property.valueSize)?;
        }
        let mut given = parts.given.to_vec();
        for property in &mut given {
            property.value = value(heap, property.value, property.valueSize)?;
        }
        let endpoint = WS_SERVICE_ENDPOINT {
            address: WS_ENDPOINT_ADDRESS {
                url,
                headers: std::ptr::null_mut(),
                extensions: std::ptr::null_mut(),
                identity: std::ptr::null_mut(),
            },
            channelBinding: MaybeUninit::new(parts.binding),
            channelType: MaybeUninit::new(parts.channel_type),
            securityDescription: std::ptr::null(),
            contract: heap.alloc_value(*parts.contract)?.as_ptr(),
            authorizationCallback: parts.authorizationCallback,
            properties: heap.alloc_copy(&properties)?.as_ptr(),
            propertyCount: properties.len() as ULONG,
            channelProperties: WS_CHANNEL_PROPERTIES {
                properties: heap.alloc_copy(&given)?.as_ptr(),
                propertyCount: given.len() as ULONG,
            },
        };
        Ok(heap.alloc_value(endpoint)?.as_ptr())
    }
}

/// A copy of a property's value, aligned for anything.
///
/// # Safety
/// `value` is NULL or points to `size` bytes.
unsafe fn value(heap: &Allocator<'_>, value: *mut c_void, size: ULONG) -> Result<*mut c_void> {
    if value.is_null() {
        return Ok(value);
    }
    let copy = heap.alloc(size as usize)?.as_ptr();
    // SAFETY: the caller's promise; the copy is as large, and new.
    unsafe { std::ptr::copy_nonoverlapping(value.cast::<u8>().cast_const(), copy, size as usize) };
    Ok(copy.cast())
}

fn check_size(given: ULONG, expected: usize, name: &str) -> Result<()> {
    if given as usize == expected {
        return Ok(());
    }
    Err(Error::invalid_argument(format!("'{name}' is {expected} for this template, and {given} was given")))
}

/// # Safety
/// The array is as large as its count says.
unsafe fn channel_properties(properties: &WS_CHANNEL_PROPERTIES) -> Result<&[WS_CHANNEL_PROPERTY]> {
    // SAFETY: the caller's promise.
    unsafe { slice(properties.properties.cast_const(), properties.propertyCount, "channelProperties") }
}
