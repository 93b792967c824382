/// What is said of one word: whether it belongs to a name, of which class, and whether the name
/// begins here.
///
/// Classes are counted from 0. In a text, class 0 is PER and class 1 is LOC.
///
/// - Note: Ramshaw and Marcus (1995), "Text Chunking using Transformation-Based Learning"; in this
///   form, Tjong Kim Sang and Veenstra (1999).
public enum Tag: Equatable, Sendable {
  /// O: the word is in no name.
  case outside
  /// B: the first word of a name of this class.
  case begin(Int)
  /// I: a further word of a name of this class.
  case inside(Int)
}

extension Tag {
  /// K, how many tags there are for so many classes.
  public static func count(classes: Int) -> Int { 2 * classes + 1 }

  /// The column of this tag: O is 0, and class by class B comes before I.
  public var index: Int {
    switch self {
    case .outside: 0
    case .begin(let kind): 2 * kind + 1
    case .inside(let kind): 2 * kind + 2
    }
  }

  /// The tag of a column, 0 or more.
  public init(index: Int) {
    let kind = (index - 1) / 2
    self = index == 0 ? .outside : index % 2 == 1 ? .begin(kind) : .inside(kind)
  }
}

/// A name in a sentence.
public struct Span: Equatable, Sendable {
  /// Its class.
  public var kind: Int
  /// The places of its words in the sentence, counted from 0.
  public var words: Range<Int>

  /// Creates a span from its parts.
  public init(kind: Int, words: Range<Int>) {
    (self.kind, self.words) = (kind, words)
  }
}

/// A sentence and the right tag of each of its words.
public struct TaggedSentence: Equatable, Sendable {
  /// The words, in order.
  public var words: [String]
  /// As many tags.
  public var tags: [Tag]

  /// Creates a sentence from its parts.
  public init(words: [String], tags: [Tag]) {
    (self.words, self.tags) = (words, tags)
  }
}
