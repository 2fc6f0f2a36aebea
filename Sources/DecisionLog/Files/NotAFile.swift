/// Something else stands where one of the log's files should.
struct NotAFile: Error, CustomStringConvertible {
    var description: String { "is no regular file, which all files of a log are" }
}
