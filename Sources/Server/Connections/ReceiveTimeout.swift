/// A request took longer to come in than a connection may take for one.
struct ReceiveTimeout: Error {}
