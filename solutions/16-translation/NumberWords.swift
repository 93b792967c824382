import ExerciseSupport
import LinearAlgebra

/// Whole numbers in words, in two languages that order their digits differently.
///
///     english(47)      // forty-seven
///     german(47)       // siebenundvierzig, seven and forty
public enum NumberWords {
  /// The numbers that have words here.
  public static let range = 0...999_999

  // REGION english
  /// 0 to 19, then 20 to 90.
  static let englishOnes = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
  ]
  static let englishTens = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
  ]

  /// A number in English words, as it is said in Britain.
  ///
  ///     english(1_205)      // one thousand two hundred and five
  ///
  /// - Precondition: the number is in `range`.
  public static func english(_ number: Int) -> String {
    stop(if: rangeProblem(number))
    let (ten, hundred, thousand) = (10, 100, 1_000)
    if number < 2 * ten { return englishOnes[number] }
    if number < hundred {
      let one = number % ten
      return englishTens[number / ten] + (one == 0 ? "" : "-" + englishOnes[one])
    }
    let (unit, name) = number < thousand ? (hundred, " hundred") : (thousand, " thousand")
    let rest = number % unit
    let front = english(number / unit) + name
    return rest == 0 ? front : front + (rest < hundred ? " and " : " ") + english(rest)
  }
  // END REGION english

  // REGION german
  /// 0 to 19, where 1 is written as it stands in front of other words.
  static let germanOnes = [
    "null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn",
    "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn",
    "neunzehn",
  ]
  /// 20 to 90 in the places 2 to 9.
  static let germanTens = [
    "", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig",
    "neunzig",
  ]
  // END REGION german

  /// A number in German words, which is one word.
  ///
  ///     german(1_205)      // eintausendzweihundertfünf
  ///
  /// - Precondition: the number is in `range`.
  public static func german(_ number: Int) -> String {
    stop(if: rangeProblem(number))
    // EXERCISE 16.1 (3 points): numbers in German
    func belowThousand(_ number: Int, one: String) -> String {
      let (hundreds, rest) = (number / 100, number % 100)
      let front = hundreds == 0 ? "" : germanOnes[hundreds] + "hundert"
      if rest == 0 { return front }
      if rest == 1 { return front + one }
      if rest < 20 { return front + germanOnes[rest] }
      let unit = rest % 10 == 0 ? "" : germanOnes[rest % 10] + "und"
      return front + unit + germanTens[rest / 10]
    }
    if number == 0 { return germanOnes[0] }
    let thousands = number / 1_000
    let front = thousands == 0 ? "" : belowThousand(thousands, one: "ein") + "tausend"
    return front + belowThousand(number % 1_000, one: "eins")
    // PLACEHOLDER return notWritten("16.1", "")
    // END
  }

  /// The sentence that says that a number has no words here; nil where it has.
  static func rangeProblem(_ number: Int) -> String? {
    range.contains(number)
      ? nil : "\(number) has no words here: numbers go from 0 up to \(range.upperBound)"
  }
}
