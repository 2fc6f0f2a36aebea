/// Called with each request that was answered: the path of its route, such as `/v1/decisions/{id}`, nil where there is
/// nothing at the path or the request never came to a route, and the status. Has to be quick.
package typealias RequestObserver = @Sendable (_ route: String?, _ status: Int) -> Void
