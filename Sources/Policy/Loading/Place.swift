import Yams

/// A place in a document: line and column from 1, columns in code points.
struct Place: Equatable {
    let line: Int
    let column: Int
}

extension Mark {
    var place: Place { Place(line: line, column: column) }
}

extension Node {
    var place: Place? { mark?.place }
}
