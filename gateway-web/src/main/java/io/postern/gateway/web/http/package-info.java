/**
 * What every request and answer of the administration has to pass, whatever it is about: the
 * headers that bind the browser ({@link io.postern.gateway.web.http.SecurityHeaders}), the refusal
 * of other sites' requests and of large bodies ({@link io.postern.gateway.web.http.RequestGate}),
 * the refusal of methods and host names that are not ours ({@link
 * io.postern.gateway.web.http.FrontGate}), and errors as problem documents ({@link
 * io.postern.gateway.web.http.Problem}, RFC 9457).
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.web.http;
