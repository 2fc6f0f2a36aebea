/// A command that ended badly: what to say, and which exit code.
struct CommandFailure: Error {
    /// The exit codes of all commands; 0 is good.
    enum Code: Int32 {
        /// What was checked isn't good.
        case notGood = 1
        /// Wrong usage, or input that can't be read.
        case usage = 2
    }

    let message: String
    let code: Code

    init(_ message: String, _ code: Code) {
        self.message = message
        self.code = code
    }
}
