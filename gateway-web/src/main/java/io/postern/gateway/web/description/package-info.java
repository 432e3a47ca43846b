/**
 * The description of the REST interface in OpenAPI, made by the build and not part of the product:
 * SmallRye reads resources and records, and {@link
 * io.postern.gateway.web.description.ApiDescription} adds what it cannot know, which is how {@link
 * io.postern.gateway.web.http.JsonFormat} writes values, who may call what, and what the Javadoc of
 * the records says.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.web.description;
