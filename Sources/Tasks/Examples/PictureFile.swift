import Course
import Foundation
import WholeFiles

extension ParsedArguments {
  /// The path of a picture to draw, before time is spent on what it shows.
  ///
  /// - Parameters:
  ///   - flag: names it.
  ///   - model: the path of the model that is used.
  /// - Throws: `UserError` where the picture would take the place of the model, of a file that is read,
  ///   or of any file that is no picture; `ModelFileError` where nothing can be written.
  func picture(_ flag: String, besides model: String) throws -> String? {
    guard let path = string(flag) else { return nil }
    let advice = "Name another file: \(flag) FILE.svg"
    if let file = ([model] + positionals).first(where: { isOneFile($0, path) }) {
      throw UserError("the picture would take the place of \(file). \(advice)")
    }
    let start = FileHandle(forReadingAtPath: path).flatMap { try? $0.read(upToCount: 5) } ?? Data()
    if !start.isEmpty, !start.starts(with: Data("<svg".utf8)), start != Data("<?xml".utf8) {
      throw UserError("\(path) is there already, and is no picture. \(advice)")
    }
    do {
      try AtomicFile.checkWritable(path)
    } catch {
      throw UserError("the picture cannot be written to \(path). \(advice)")
    }
    return path
  }
}
