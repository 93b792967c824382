import Foundation

/// The files of Tests/Fixtures, found from the place of this file; Tests/Peers wrote them.
public enum Fixtures {
  /// - Parameter name: with its extension.
  public static func file(_ name: String) -> URL {
    var package = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { package.deleteLastPathComponent() }
    return package.appendingPathComponent("Tests/Fixtures/\(name)")
  }

  /// What NAME.json holds.
  public static func decoded<Value: Decodable>(_ name: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(contentsOf: file("\(name).json")))
  }
}
