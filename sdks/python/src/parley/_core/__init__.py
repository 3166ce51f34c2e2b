"""What requests and answers go through, written once for the blocking and the asynchronous client."""
