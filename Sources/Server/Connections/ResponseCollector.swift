import HTTPTypes
import HummingbirdCore
import NIOCore

/// Gathers an answer's body, which is small and here at once, so that it leaves with its head.
final class ResponseCollector: ResponseBodyWriter {
    private(set) var bytes = ByteBuffer()

    func write(_ buffer: ByteBuffer) {
        var buffer = buffer
        if bytes.readableBytes == 0 { bytes = buffer } else { bytes.writeBuffer(&buffer) }
    }

    func finish(_ trailingHeaders: HTTPFields?) {}
}
