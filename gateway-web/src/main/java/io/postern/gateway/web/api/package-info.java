/**
 * The REST interface under {@code /api/v1}, described in {@code openapi.json}: thin resources that
 * unwrap, call a control of package {@code operation} and return its record. A test holds the
 * description against them, roles included.
 *
 * <p>Entry point: {@link io.postern.gateway.web.api.Api}. Errors leave as problem documents only.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.web.api;
