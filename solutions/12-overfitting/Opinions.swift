import ExerciseSupport
import LinearAlgebra
import Sequences

/// Sentences of six words, each with a label: what a classifier learns from, and what it is judged
/// by.
public struct Sentences: Equatable, Sendable {
  /// The words of each sentence by their places in `Opinions.vocabulary`; all of one length.
  public var words: [[Int]]
  /// 1 where a sentence praises, 0 where it does not.
  public var labels: [Int]

  /// Creates them from words and labels, as many of one as of the other.
  public init(words: [[Int]], labels: [Int]) {
    self.words = words
    self.labels = labels
  }

  /// How many there are.
  public var count: Int { labels.count }

  /// Those at some places, in this order.
  public subscript(places: [Int]) -> Sentences {
    Sentences(words: places.map { words[$0] }, labels: places.map { labels[$0] })
  }

  /// The first `count` of them, or all where there are fewer.
  public func prefix(_ count: Int) -> Sentences {
    Sentences(words: Array(words.prefix(count)), labels: Array(labels.prefix(count)))
  }

  /// The same sentences, and the same labels in a random order: there is nothing left to find out.
  public func withShuffledLabels(using generator: inout SeededGenerator) -> Sentences {
    var labels = labels
    // The library's own shuffle draws other numbers where an `Int` has 32 bits, as in a browser.
    for place in labels.indices.dropLast() {
      labels.swapAt(place, place + Int(generator.next(upperBound: UInt64(labels.count - place))))
    }
    return Sentences(words: words, labels: labels)
  }

  /// x(1) to x(T), each count × V: the one-hot rows of the first words, of the second words, and so
  /// on.
  public var inputs: [Matrix] {
    (words.first ?? []).indices.map { step in
      oneHot(words.map { $0[step] }, vocabularySize: Opinions.vocabulary.count)
    }
  }
}

/// A world of opinions about films, in which every label is known.
///
///     the plot was not dull again         1
///     that cast is really dull overall    0
///
/// A sentence praises if its adjective does, unless its adverb denies it. The four other words say
/// nothing.
public enum Opinions {
  // REGION words
  static let openings = ["the", "this", "that"]
  static let nouns = ["film", "plot", "cast", "script", "music", "end"]
  static let verbs = ["was", "is", "seemed", "felt"]
  static let denials = ["not"]
  static let affirmations = ["very", "quite", "really", "so", "rather"]
  static let praise = ["good", "funny", "warm", "clever"]
  static let blame = ["bad", "dull", "weak", "silly"]
  static let closings = ["again", "indeed", "overall", "today"]
  // END REGION words

  /// V words, each once.
  public static let vocabulary =
    openings + nouns + verbs + denials + affirmations + praise + blame + closings

  /// New sentences, each word drawn evenly from its list.
  public static func sentences(_ count: Int, using generator: inout SeededGenerator) -> Sentences {
    var sentences = Sentences(words: [], labels: [])
    for _ in 0..<count {
      let (words, label) = sentence(using: &generator)
      sentences.words.append(words)
      sentences.labels.append(label)
    }
    return sentences
  }

  /// Sentences in families of `copies`: of one family all have the same noun, adverb and adjective,
  /// and the other words are drawn anew for each.
  ///
  /// - Returns: the sentences, family after family, and the family of each, counted from 0.
  public static func families(
    _ count: Int, copies: Int, using generator: inout SeededGenerator
  ) -> (sentences: Sentences, families: [Int]) {
    var (sentences, families) = (Sentences(words: [], labels: []), [Int]())
    for family in 0..<count {
      let (first, label) = sentence(using: &generator)
      for _ in 0..<copies {
        var words = sentence(using: &generator).words
        for place in [1, 3, 4] { words[place] = first[place] }
        sentences.words.append(words)
        sentences.labels.append(label)
        families.append(family)
      }
    }
    return (sentences, families)
  }

  private static func sentence(
    using generator: inout SeededGenerator
  ) -> (words: [Int], label: Int) {
    var words: [Int] = []
    var first = 0
    for list in [openings, nouns, verbs, denials + affirmations, praise + blame, closings] {
      words.append(first + generator.integer(below: list.count))
      first += list.count
    }
    let adverbs = openings.count + nouns.count + verbs.count
    let adjectives = adverbs + denials.count + affirmations.count
    let denies = words[3] < adverbs + denials.count
    let praises = words[4] < adjectives + praise.count
    return (words, denies != praises ? 1 : 0)
  }
}
