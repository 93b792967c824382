// swift-format-ignore-file
// Written by `swift run course dev release` from Tests/Mutants/00-before-you-begin.
import CourseTesting

extension Mistake {
  static let newValueForKeepOne = Mistake("With keep 1 nothing of the new value enters; this is the new value.")
  static let sumForKeepOne = Mistake("With keep 1 nothing of the new value enters; this is the sum of both.")
  static let oldValueLost = Mistake("With keep 1 all of the old value stays; nothing of it is here.")
  static let plainMean = Mistake("This is the mean of both, whatever keep is.")
  static let sumForKeepZero = Mistake("With keep 0 nothing of the old value stays; this is the sum of both.")
  static let oldValueForKeepZero = Mistake("With keep 0 nothing of the old value stays; this is the old value.")
  static let newValueLost = Mistake("With keep 0 all of the new value enters; nothing of it is here.")
  static let sharesExchanged = Mistake("The shares are swapped: keep is the share of the old value.")
  static let oldValueOnly = Mistake("This is only the old value's share; the new value's share is missing.")
  static let newValueOnly = Mistake("This is only the new value's share; the old value's share is missing.")
  static let bothSharesKeep = Mistake("Both have the share keep; the new value has what keep leaves.")
  static let bothSharesRest = Mistake("Both have the share 1 − keep; that is the new value's share alone.")
  static let sharesSubtracted = Mistake("This is the difference of the two shares; they are added.")
  static let newValueWhole = Mistake("This adds the whole new value; its share is what keep leaves.")
  static let keepsNothing = Mistake("This is the new value itself; nothing of the old value is kept.")
  static let oldValueItself = Mistake("This is the old value itself; nothing of the new value is let in.")
  static let lossesAdded = Mistake("Ten losses of a twentieth are less than a half: each takes its part of what is left, and not of what was there at first.")
  static let halfAtOnce = Mistake("This halves at every reading. After ten, a thousandth is left.")
  static let letInForKept = Mistake("This is the share that is let in; the exercise asks for the share that is kept.")
  static let noShare = Mistake("The share of what is kept lies between 0, which forgets all, and 1, which forgets nothing.")
  static let tooForgetful = Mistake("That forgets too fast: try a share nearer to 1.")
  static let tooFaithful = Mistake("That keeps too much: try a share farther from 1.")
  static let aLittleMore = Mistake("The share says what is left after one reading. A little more of it, again and again, makes a great difference: the distance to 1 is what counts.")
  static let oneOverTheRest = Mistake("After 1 / (1 − keep) readings little more than a third of the way is left, and not a half.")
  static let tooSlow = Mistake("It goes faster than that: each reading takes its part of the whole way that is left.")
  static let tooFast = Mistake("It takes longer: each reading takes only the share 1 − keep of the way that is left.")
  static let notFour = Mistake("Write one number for each share, in their order.")
}
