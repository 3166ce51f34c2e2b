/** What an agent asks a caller to dictate. Pure. */

export type Asked =
  | {
      readonly is:
        | 'phone'
        | 'dialling_code'
        | 'email'
        | 'spelling'
        | 'date_of_birth'
        | 'year'
        | 'month'
        | 'expiry'
        | 'card'
        | 'pin'
        | 'code'
        | 'postal_code'
        | 'address';
    }
  /** A number or code whose length nobody told us. */
  | { readonly is: 'reference' | 'some_digits' }
  | { readonly is: 'digits'; readonly count: number };
