import Foundation

/// The files of Tests/Fixtures, found from the place of this file; Tests/Peers wrote them.
public enum Fixtures {
  /// Where the file of this name stands.
  ///
  /// - Parameter name: with its extension.
  public static func file(_ name: String) -> URL {
    var package = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { package.deleteLastPathComponent() }
    return package.appendingPathComponent("Tests/Fixtures/\(name)")
  }

  /// What NAME.json holds.
  ///
  /// - Throws: an error of `Data(contentsOf:)` or `JSONDecoder` where the file is missing or holds
  ///   something else.
  public static func decoded<Value: Decodable>(_ name: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(contentsOf: file("\(name).json")))
  }
}
