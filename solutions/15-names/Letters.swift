/// The letters that words are made of, as symbols.
public enum Letters {
  /// What stands in the places after a word that is shorter than others.
  public static let padding = 0
  /// The padding, a to z, A to Z, and one symbol for all other characters.
  public static let count = 54

  /// The letters of a word: 1 to 26 for a to z, 27 to 52 for A to Z, 53 for anything else, once for
  /// each byte of UTF-8.
  public static func symbols(of word: String) -> [Int] {
    word.utf8.map { byte in
      switch byte {
      case 97...122: Int(byte) - 96
      case 65...90: Int(byte) - 38
      default: 53
      }
    }
  }
}
