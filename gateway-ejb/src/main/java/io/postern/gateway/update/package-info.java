/**
 * Update: the gateway's side of the appliance image's updates. It has no rights: it keeps an
 * uploaded archive where root finds it, and shows the result that root reports.
 *
 * <p>Entry point: {@link io.postern.gateway.update.Updates}. In: an archive, with an
 * administrator's request. Out: the files {@code upload.request} and {@code upload.update} in the
 * data folder's {@code update}, the second appearing whole, and last; and {@link
 * io.postern.gateway.update.UpdateSituation} from root's file {@code status}. Nothing of the
 * archive is believed or even read here. Raises {@link io.postern.gateway.update.NotAnImage} and
 * {@link io.postern.gateway.update.UploadRefused}.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.update;
