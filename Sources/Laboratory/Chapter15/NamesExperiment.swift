import Foundation
import Tagging

/// The taggers of chapter 15, each with one thing more than one before it.
package enum NamesWay: String, CaseIterable, Sendable {
  /// One direction; known words only.
  case ahead
  /// The same; known names are read as unknown half of the time.
  case forgetting
  /// The same, with letters.
  case aheadLetters
  /// The same, with letters and a chain.
  case aheadChain
  /// Two directions; names are forgotten.
  case both
  /// The same, with letters.
  case bothLetters
  /// The same, with letters and a chain.
  case bothChain

  /// A name for a narrow place.
  package var short: String {
    switch self {
    case .ahead: "ahead, words"
    case .forgetting: "… half forgotten"
    case .aheadLetters: "… and letters"
    case .aheadChain: "… and a chain"
    case .both: "both ways"
    case .bothLetters: "… and letters"
    case .bothChain: "… and a chain"
    }
  }

  package var settings: TaggerSettings {
    let isAhead = [NamesWay.ahead, .forgetting, .aheadLetters, .aheadChain].contains(self)
    return TaggerSettings(
      isBidirectional: !isAhead,
      readsLetters: [.aheadLetters, .aheadChain, .bothLetters, .bothChain].contains(self),
      hasChain: self == .aheadChain || self == .bothChain, forgetting: self == .ahead ? 0 : 0.5,
      hiddenSize: 16, learningRate: 0.01)
  }
}

/// One tagger after its lesson.
package struct NamesOutcome: Sendable {
  /// On names that it has learnt from, and on unseen ones.
  package var known, unseen: NameScore
  /// How many tags I that continue no name of their class it gave on 300 sentences of unseen names.
  package var illegal: Int
  /// Of the processor, for learning.
  package var seconds: Double

  package static let updates = 600

  package init(_ way: NamesWay, misled: Double = 0.1, updates: Int = Self.updates, seed: UInt64) {
    let begun = clock()
    var lesson = NameLesson(way.settings, misled: misled, seed: seed)
    lesson.advance(updates)
    seconds = Double(clock() - begun) / Double(CLOCKS_PER_SEC)
    known = lesson.tagger.score(on: NameLesson.test(of: Names.known, misled: misled))
    let test = NameLesson.test(of: Names.unseen, misled: misled)
    unseen = lesson.tagger.score(on: test)
    illegal = test.reduce(0) { $0 + Self.strays(lesson.tagger.tags($1.words)) }
  }

  private static func strays(_ tags: [Tag]) -> Int {
    tags.indices.count { place in
      guard case .inside(let kind) = tags[place] else { return false }
      if place == 0 { return true }
      return tags[place - 1] != .begin(kind) && tags[place - 1] != .inside(kind)
    }
  }
}
